/**
 * Coroutines and generators. These tests run three times: with bodies on top of who resumes them,
 * with bodies in turn, and on the JDK's scheduler.
 */
package dev.goro.behaviour.coroutine;
