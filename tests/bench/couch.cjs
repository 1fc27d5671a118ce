// PouchDB pushes documents to a CouchDB-protocol server, each in a process of its own.
// Arguments: folder for both databases, file with one document a line, batch size.
// Run in the folder that has node_modules; prints one line of JSON.

const { fork } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const here = require("node:module").createRequire(path.join(process.cwd(), "here.js"));
const PouchDB = here("pouchdb");

function serve(folder) {
  const application = here("express")();
  const prefix = path.join(folder, "server") + path.sep;
  fs.mkdirSync(prefix, { recursive: true });
  const options = { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: path.join(folder, "log") };
  application.use("/", here("express-pouchdb")(PouchDB.defaults({ prefix }), options));
  const listening = application.listen(0, "127.0.0.1", () => process.send(listening.address().port));
}

async function push(folder, file, batch, port) {
  const documents = fs.readFileSync(file, "utf8").trim().split("\n").map(JSON.parse);
  const local = new PouchDB(path.join(folder, "laptop"));
  await local.bulkDocs(documents);
  let sent = 0;
  const remote = new PouchDB(`http://127.0.0.1:${port}/pusat`, {
    fetch: (url, options) => {
      sent += options.body ? Buffer.byteLength(options.body) : 0;
      return PouchDB.fetch(url, options);
    },
  });
  await remote.info(); // makes the database: not part of the push
  sent = 0;
  const began = performance.now();
  const done = await local.replicate.to(remote, { batch_size: batch });
  const ms = performance.now() - began;
  return { written: done.docs_written, failed: done.doc_write_failures, ms, bytes: sent };
}

if (process.argv[2] === "serve") {
  serve(process.argv[3]);
} else {
  const [folder, file, batch] = process.argv.slice(2);
  const server = fork(__filename, ["serve", folder], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  server.on("message", (port) =>
    push(folder, file, Number(batch), port)
      .then((told) => console.log(JSON.stringify(told)))
      .finally(() => server.kill()),
  );
}
