// The Go servers of Goro's network benchmark, in plain blocking style: a goroutine for each connection.
//
//	server KIND
//
// It listens on a free port of the loopback interface and prints {"port":…,"procs":…} on stdout. When its stdin ends, it
// ends. The number of Ps is the environment's GOMAXPROCS.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
)

// serves takes connections for ever.
var serves = map[string]func(net.Listener) error{
	"echo":     func(l net.Listener) error { return accept(l, echo) },
	"http":     func(l net.Listener) error { return accept(l, serveHTTP) },
	"net/http": serveNetHTTP,
}

func main() {
	if len(os.Args) != 2 || serves[os.Args[1]] == nil {
		fail("server needs echo, http or net/http, but got %q", os.Args[1:])
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fail("listen: %v", err)
	}
	line, err := json.Marshal(map[string]int{
		"port":  listener.Addr().(*net.TCPAddr).Port,
		"procs": runtime.GOMAXPROCS(0),
	})
	if err != nil {
		fail("server cannot tell its port: %v", err)
	}
	fmt.Println(string(line))
	go func() {
		if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
			fail("stdin: %v", err)
		}
		os.Exit(0)
	}()
	fail("accept: %v", serves[os.Args[1]](listener))
}

func accept(l net.Listener, serve func(net.Conn) error) error {
	for {
		conn, err := l.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			if err := serve(conn); err != nil && !errors.Is(err, io.EOF) {
				fail("a connection: %v", err)
			}
		}()
	}
}

// bufferSize is the size of a connection's buffer.
const bufferSize = 512

func echo(conn net.Conn) error {
	buffer := make([]byte, bufferSize)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return err
		}
		if _, err := conn.Write(buffer[:n]); err != nil {
			return err
		}
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}
