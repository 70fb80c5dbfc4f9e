package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
)

const body = "Hello, world!\n"

var (
	hello    = []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
	notFound = []byte("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
)

// serveHTTP answers requests by hand: it reads the request line and the headers, line by line, until an empty one.
func serveHTTP(conn net.Conn) error {
	in := bufio.NewReaderSize(conn, bufferSize)
	for {
		line, err := readLine(in)
		if err != nil {
			return err
		}
		answer := notFound
		if bytes.Equal(line, []byte("GET /hello HTTP/1.1")) {
			answer = hello
		}
		for keepAlive := true; ; {
			header, err := readLine(in)
			if err != nil {
				return err
			}
			if len(header) == 0 {
				if _, err := conn.Write(answer); err != nil || !keepAlive {
					return err
				}
				break
			}
			name, value, ok := bytes.Cut(header, []byte(":"))
			if !ok {
				return fmt.Errorf("a header without a colon: %q", header)
			}
			if bytes.EqualFold(name, []byte("Connection")) && bytes.EqualFold(bytes.TrimSpace(value), []byte("close")) {
				keepAlive = false
			}
		}
	}
}

// readLine reads a line without its end. It is valid until the next one is read.
func readLine(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(line[:len(line)-1], []byte("\r")), nil
}

// serveNetHTTP answers with the server of Go's library.
func serveNetHTTP(listener net.Listener) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/hello", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		if _, err := w.Write([]byte(body)); err != nil {
			fail("an answer: %v", err)
		}
	})
	return http.Serve(listener, mux)
}
