/** Serves MCP on stdin and stdout until the client closes stdin or a signal arrives. */
import { Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { ToolServer } from './call-tool.ts';
import { createMcpServer } from './mcp-server.ts';

/**
 * Prints the note when it listens to signals. Returns when the connection is closed and every running command has
 * ended, so that none is cut off under a lock.
 */
export async function serveTools(tools: ToolServer, note: string): Promise<void> {
  const { io, report } = tools.context;
  const running = new Set<Promise<unknown>>();
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      io.stdout.write(String(chunk));
      done();
    },
  });
  const transport = new StdioServerTransport(io.stdin, stdout);
  const handle = serveStdio(() => createMcpServer(tools, running), {
    transport,
    onerror: (error) => report.warn(`A message of the MCP client was not understood: ${error.message}`),
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
