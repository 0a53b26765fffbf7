// Runs a bundled Node.js handler in a process of its own, as Lambda does: events in and responses out over IPC, the
// log on stdout. The environment is read when the handler is imported, so every environment needs its own process.
const { handler } = await import(process.argv[2]);
process.on('message', async ({ id, event }) => {
  try {
    process.send({ id, result: await handler(event, { awsRequestId: `function-${id}` }) });
  } catch (error) {
    process.send({ id, error: String(error) });
  }
});
process.send({ ready: true });
