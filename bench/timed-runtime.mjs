/**
 * onnxruntime itself, with a clock around each run and each load: what is left of an extraction is our own JavaScript. The binding works through
 * a whole run in one turn of the event loop, which begins with an immediate of its own, so what is timed is the run and hardly anything else.
 */
export function timeRuntime(onnxruntime) {
  let ms = 0;
  const timed = async (work) => {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      ms += performance.now() - startedAt;
    }
  };
  const runtime = {
    Tensor: onnxruntime.Tensor,
    InferenceSession: {
      async create(...input) {
        const session = await timed(() => onnxruntime.InferenceSession.create(...input));
        return { run: (...runInput) => timed(() => session.run(...runInput)), release: () => session.release() };
      },
    },
  };
  return {
    runtime,
    takeMs() {
      const taken = ms;
      ms = 0;
      return taken;
    },
  };
}
