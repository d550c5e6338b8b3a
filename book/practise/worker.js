// The worker in which Python runs. It takes two messages, {start} with the folder of Pyodide and {run} with a cell,
// and answers with {progress}, {ready} or {failed}, {text} for what a cell prints, and {done} or {fatal}.
let python;

onmessage = async ({ data }) => {
  if (data.start) {
    try {
      python = await start(data.start);
      const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
      postMessage({ ready: true, fetched: [location.href, ...fetched] });
    } catch (error) {
      postMessage({ failed: String(error?.message ?? error) });
    }
  } else {
    run(data.run);
  }
};

async function start(folder) {
  const sizes = await (await fetched(`${folder}sizes.json`)).json();
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  let loaded = 0;
  const count = (size) => postMessage({ progress: (loaded += size) / total });
  // All at once: on a slow line the way there and back counts.
  const [{ loadPyodide }, library, ...archives] = await Promise.all([
    import(`${folder}pyodide.mjs`),
    ...Object.keys(sizes).map((name) => unzipped(folder + name, count)),
  ]);
  const library_url = URL.createObjectURL(new Blob([library]));
  const pyodide = await loadPyodide({ indexURL: folder, stdLibURL: library_url });
  URL.revokeObjectURL(library_url);
  const packages = pyodide.runPython("import site; site.getsitepackages()[0]");
  for (const archive of archives) pyodide.unpackArchive(archive, "zip", { extractDir: packages });
  pyodide.runPython("import importlib; importlib.invalidate_caches(); import runner; runner.refuse_singular()");
  return pyodide;
}

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be fetched (${response.status})`);
  return response;
}

// The archives are compressed already, so that it does not matter what the server compresses.
async function unzipped(url, count) {
  const counted = new TransformStream({
    transform(chunk, controller) {
      count(chunk.length);
      controller.enqueue(chunk);
    },
  });
  const { body } = await fetched(url);
  const stream = body.pipeThrough(counted).pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function run({ space, source, file }) {
  const print = (text) => postMessage({ text });
  let result;
  try {
    result = python.pyimport("runner").run(space, source, file, print);
    const done = result.toJs({ dict_converter: Object.fromEntries });
    result.destroy();
    postMessage({ done });
  } catch (error) {
    // The runner catches all that Python can: what arrives here has ended Python itself.
    postMessage({ fatal: String(error?.message ?? error) });
  }
}
