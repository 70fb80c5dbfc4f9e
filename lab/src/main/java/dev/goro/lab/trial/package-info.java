/**
 * The part {@code try}: a task of the user's under each technique, at several levels of
 * concurrency. {@link dev.goro.lab.trial.TryPart} compiles the user's file and asks {@link
 * dev.goro.lab.trial.TrialExperiment}, in a process for each technique.
 */
package dev.goro.lab.trial;
