package main

import (
	"net/netip"
	"runtime"
	"syscall"
	"time"
)

// patience is how long an answer may take before it counts as lost.
const patience = 20 * time.Second

// perAddress is how many connections start from one address: each needs a port of its own there.
const perAddress = 20_000

// ipBindAddressNoPort is IP_BIND_ADDRESS_NO_PORT, which the package syscall does not have.
const ipBindAddressNoPort = 24

// load drives all connections from one thread, by epoll and plain system calls, so that it takes as little as it can of
// the CPUs that it shares with the server.
type load struct {
	exchange    exchange
	connections []connection
	epoll       int
	events      [512]syscall.EpollEvent
	start       time.Time
	// waiting is how many connections wait for an answer.
	waiting   int
	latencies histogram
}

// connection is one that sends, waits and sends again.
type connection struct {
	fd    int
	seq   uint64
	got   int
	sent  time.Duration
	count int64
	in    [maxAnswer]byte
}

// open connects, and makes the first exchange on each connection.
func open(e exchange, address string, n int) *load {
	runtime.LockOSThread()
	server, err := netip.ParseAddrPort(address)
	if err != nil {
		fail("load needs an address and a port, but got %q", address)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		fail("getrlimit: %v", err)
	}
	if uint64(n)+50 > limit.Cur {
		fail("%d connections need as many open files, but the limit is %d: raise it (ulimit -Hn)", n, limit.Cur)
	}
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		fail("epoll_create1: %v", err)
	}
	l := &load{exchange: e, connections: make([]connection, n), epoll: epoll, start: time.Now()}
	for i := range l.connections {
		l.connections[i].fd = connect(server, i/perAddress)
		l.firstExchange(i)
	}
	return l
}

func connect(server netip.AddrPort, address int) int {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		fail("socket: %v", err)
	}
	if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1); err != nil {
		fail("setsockopt TCP_NODELAY: %v", err)
	}
	// The port is chosen by the connect, which may take one that was used for another server a moment ago.
	if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_IP, ipBindAddressNoPort, 1); err != nil {
		fail("setsockopt IP_BIND_ADDRESS_NO_PORT: %v", err)
	}
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, byte(1 + address)}}); err != nil {
		fail("bind: %v", err)
	}
	if err := syscall.Connect(fd, &syscall.SockaddrInet4{Addr: server.Addr().As4(), Port: int(server.Port())}); err != nil {
		fail("connect to %v: %v", server, err)
	}
	// Not before the connect, which a signal of Go's runtime would end then, since the kernel does not restart it.
	timeout := syscall.NsecToTimeval(patience.Nanoseconds())
	if err := syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &timeout); err != nil {
		fail("setsockopt SO_RCVTIMEO: %v", err)
	}
	return fd
}

// firstExchange waits for its answer in read; from then on the connection's reads do not wait.
func (l *load) firstExchange(i int) {
	c := &l.connections[i]
	l.send(i)
	for l.waiting > 0 {
		l.receive(i, false)
	}
	if err := syscall.SetNonblock(c.fd, true); err != nil {
		fail("fcntl: %v", err)
	}
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(i)}
	if err := syscall.EpollCtl(l.epoll, syscall.EPOLL_CTL_ADD, c.fd, &event); err != nil {
		fail("epoll_ctl: %v", err)
	}
}

// run sends on all connections for the given time, and then waits for the answers that are missing. If told so it
// records those that came within the time. At the end of the time it calls over. It returns the time.
func (l *load) run(duration time.Duration, record bool, over func()) time.Duration {
	begin := l.now()
	for i := range l.connections {
		l.send(i)
	}
	end := begin + duration
	ended := false
	var elapsed time.Duration
	for l.waiting > 0 {
		n, err := syscall.EpollWait(l.epoll, l.events[:], int(patience.Milliseconds()))
		if err != nil && err != syscall.EINTR {
			fail("epoll_wait: %v", err)
		}
		if n == 0 {
			fail("no answer came for %v; %d of %d connections wait", patience, l.waiting, len(l.connections))
		}
		if !ended && l.now() >= end {
			ended = true
			elapsed = l.now() - begin
			over()
		} else if ended && l.now() >= end+patience {
			fail("%d of %d connections wait for an answer %v after the end", l.waiting, len(l.connections), patience)
		}
		for _, event := range l.events[:max(n, 0)] {
			i := int(event.Fd)
			if !l.receive(i, record && !ended) {
				continue
			}
			if !ended {
				l.send(i)
			}
		}
	}
	return elapsed
}

func (l *load) now() time.Duration { return time.Since(l.start) }

// send sends the connection's next message.
func (l *load) send(i int) {
	c := &l.connections[i]
	c.seq++
	c.got = 0
	request := l.exchange.request(uint64(i), c.seq)
	l.waiting++
	c.sent = l.now()
	n, err := syscall.Write(c.fd, request)
	if err != nil {
		fail("write on connection %d: %v", i, err)
	}
	if n != len(request) {
		fail("write on connection %d: the kernel took %d of %d bytes", i, n, len(request))
	}
}

// receive reads what came, and tells whether the answer is complete.
func (l *load) receive(i int, record bool) bool {
	c := &l.connections[i]
	n, err := syscall.Read(c.fd, c.in[c.got:])
	if err == syscall.EINTR {
		return false
	}
	if err != nil {
		fail("read on connection %d: %v", i, err)
	}
	if n == 0 {
		fail("the server closed connection %d", i)
	}
	c.got += n
	whole, err := l.exchange.answered(c.in[:c.got], uint64(i), c.seq)
	if err != nil {
		fail("the answer on connection %d is wrong: %v", i, err)
	}
	if !whole {
		if c.got == len(c.in) {
			fail("the answer on connection %d is longer than %d bytes", i, maxAnswer)
		}
		return false
	}
	l.waiting--
	if record {
		c.count++
		l.latencies.record(int64(l.now() - c.sent))
	}
	return true
}

// close ends all connections, and sees the server end them too.
func (l *load) close() {
	for i := range l.connections {
		c := &l.connections[i]
		if err := syscall.Shutdown(c.fd, syscall.SHUT_WR); err != nil {
			fail("shutdown of connection %d: %v", i, err)
		}
	}
	for i := range l.connections {
		c := &l.connections[i]
		if err := syscall.SetNonblock(c.fd, false); err != nil {
			fail("fcntl: %v", err)
		}
		n, err := syscall.Read(c.fd, c.in[:])
		for err == syscall.EINTR {
			n, err = syscall.Read(c.fd, c.in[:])
		}
		if n != 0 || err != nil {
			fail("connection %d was ended, but the server sent %d bytes more, error %v", i, n, err)
		}
		if err := syscall.Close(c.fd); err != nil {
			fail("close of connection %d: %v", i, err)
		}
	}
}

// starved is how many connections got no answer while it was measured.
func (l *load) starved() int {
	n := 0
	for i := range l.connections {
		if l.connections[i].count == 0 {
			n++
		}
	}
	return n
}
