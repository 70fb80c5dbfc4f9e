package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// exchange is one kind of question and answer.
type exchange interface {
	// request is the message number seq of a connection. The slice is used again for the next one.
	request(connection, seq uint64) []byte
	// answered tells whether the bytes that came so far are the whole answer. The bytes of a wrong one are an error.
	answered(got []byte, connection, seq uint64) (bool, error)
}

var exchanges = map[string]func() exchange{
	"echo": newEcho,
	"http": newHTTP,
}

// maxAnswer is the longest answer that there is room for.
const maxAnswer = 512

// messageSize is the size of an echoed message.
const messageSize = 64

// echo: a message of 64 bytes comes back as it is. It holds the connection's and its own number, so that an answer that
// belongs to another message is found.
type echo struct {
	out, expected [messageSize]byte
}

func newEcho() exchange {
	e := &echo{}
	for i := range e.out {
		e.out[i] = byte(i * 7)
	}
	e.expected = e.out
	return e
}

func label(message *[messageSize]byte, connection, seq uint64) []byte {
	binary.LittleEndian.PutUint64(message[0:], connection)
	binary.LittleEndian.PutUint64(message[8:], seq)
	return message[:]
}

func (e *echo) request(connection, seq uint64) []byte { return label(&e.out, connection, seq) }

func (e *echo) answered(got []byte, connection, seq uint64) (bool, error) {
	if len(got) < messageSize {
		return false, nil
	}
	if expected := label(&e.expected, connection, seq); !bytes.Equal(got, expected) {
		return false, fmt.Errorf("sent %x, but got %x", expected, got)
	}
	return true, nil
}

const httpRequest = "GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: goro-bench/1\r\nAccept: text/plain\r\n\r\n"

const (
	httpStatus = "HTTP/1.1 200 OK\r\n"
	httpBody   = "Hello, world!\n"
)

// http: a GET on a connection that is kept alive. The first answer is parsed in full. The others must have its length,
// its status line and its body: their headers may hold another date.
type http struct {
	length int
}

func newHTTP() exchange { return &http{} }

func (h *http) request(uint64, uint64) []byte { return []byte(httpRequest) }

func (h *http) answered(got []byte, _, _ uint64) (bool, error) {
	if h.length == 0 {
		length, err := answerLength(got)
		if length == 0 || err != nil {
			return false, err
		}
		h.length = length
	}
	if len(got) < h.length {
		return false, nil
	}
	if len(got) > h.length || !bytes.HasPrefix(got, []byte(httpStatus)) || !bytes.HasSuffix(got, []byte(httpBody)) {
		return false, fmt.Errorf("expected an answer of %d bytes like the first one, but got %q", h.length, got)
	}
	return true, nil
}

// answerLength is the length of the answer of which these bytes are the beginning, or 0 if its head is not complete.
func answerLength(got []byte) (int, error) {
	head, _, complete := strings.Cut(string(got), "\r\n\r\n")
	if !complete {
		return 0, nil
	}
	if !strings.HasPrefix(head+"\r\n", httpStatus) {
		return 0, fmt.Errorf("expected %q, but got %q", httpStatus, head)
	}
	for _, line := range strings.Split(head, "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		if !strings.EqualFold(name, "Content-Length") {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err != nil || n != len(httpBody) {
			return 0, fmt.Errorf("expected a Content-Length of %d, but got %q", len(httpBody), line)
		}
		return len(head) + len("\r\n\r\n") + len(httpBody), nil
	}
	return 0, fmt.Errorf("expected a Content-Length, but got %q", head)
}
