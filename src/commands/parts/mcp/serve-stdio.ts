/** Serves MCP on stdin and stdout until the client closes stdin or a signal arrives. */
import { Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { ToolServer } from './call-tool.ts';
import { createMcpServer } from './mcp-server.ts';
import { visibleText } from './visible-text.ts';

/**
 * Prints the note when it listens to signals. Returns when the connection is closed and every running command has
 * ended, so that none is cut off under a lock.
 */
export async function serveTools(tools: ToolServer, note: string): Promise<void> {
  const { io, report } = tools.context;
  const running = new Set<Promise<unknown>>();
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      if (io.stdout.write(String(chunk)) === false && io.stdout.once) io.stdout.once('drain', done);
      else done();
    },
  });
  // The transport closes itself then, and closing it aborts the calls. A deploy gives its lock back before the end.
  io.stdout.on?.('error', (error) => void stdout.destroy(error));
  const transport = new StdioServerTransport(io.stdin, stdout);
  const handle = serveStdio(() => createMcpServer(tools, running), {
    transport,
    onerror: (error) =>
      report.warn(
        stdout.destroyed
          ? `The MCP client reads no longer (${error.message}), so the server ends.`
          : `A message of the MCP client was not understood: ${visibleText(error.message)}`,
      ),
  });
  await new Promise<void>((resolve) => {
    const close = transport.onclose;
    transport.onclose = () => {
      close?.();
      resolve();
    };
    if (io.signal.aborted) void handle.close();
    io.signal.addEventListener('abort', () => void handle.close(), { once: true });
    report.note(note);
  });
  await Promise.allSettled(running);
}
