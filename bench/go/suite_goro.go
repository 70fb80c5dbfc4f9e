package main

// The suite goro.
func init() {
	register(map[string]func(size int) work{
		"yield":      newYield,
		"park":       newHandOver,
		"spawn":      newSpawn,
		"spawn-join": newSpawnJoin,
		"unbuffered": newOneToOne,
		"pingpong":   newPingPong,
		"buffered":   newOneToOne,
		"select":     newSelectFromTwo,
		"chain":      newChain,
		"skynet":     newSkynet,
	})
	measurements["parked"] = measureParked
}
