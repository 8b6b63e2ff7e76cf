// A runner whose thread is held by a native call, as by a long run of the model: no signal handler, no timer and no message gets through.
process.on('SIGINT', () => {});
process.once('message', () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
});
