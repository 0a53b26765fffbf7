/** `apikit mcp` in this process, and the official client that is connected to it by its stdin and stdout. */
import { PassThrough } from 'node:stream';
import { Client } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { apikit, type CliResult } from './cli.ts';

interface CalledTool {
  readonly isError: boolean;
  readonly document: Record<string, unknown>;
  /** The texts of the result. The first is the document, or the message of an error. */
  readonly texts: string[];
}

/** In ms. The client gives up after a minute by itself, which a busy machine needs to load all commands. */
export const LONGEST = 300_000;

export interface McpSession {
  readonly client: Client;
  call(name: string, given?: object, options?: Parameters<Client['callTool']>[1]): Promise<CalledTool>;
  /** Closes stdin of the server, as a client does at its end. */
  close(): Promise<CliResult>;
}

export async function startMcp(
  flags: readonly string[],
  { cwd, env = {}, signal }: { cwd: string; env?: Record<string, string>; signal?: AbortSignal },
): Promise<McpSession> {
  const [toServer, fromServer] = [new PassThrough(), new PassThrough()];
  const ended = apikit(['mcp', ...flags], {
    stdin: toServer,
    stdout: { write: (text) => fromServer.write(text), isTTY: false },
    ...{ cwd, env },
    ...(signal && { signal }),
  });
  const client = new Client({ name: 'test', version: '1' });
  // The transport reads lines of JSON and writes them, and so is the same for both sides.
  await client.connect(new StdioServerTransport(fromServer, toServer));
  return {
    client,
    async call(name, given = {}, options) {
      const result = await client.callTool({ name, arguments: { ...given } }, { timeout: LONGEST, ...options });
      const texts = result.content.map((each) => (each.type === 'text' ? each.text : ''));
      return {
        isError: result.isError === true,
        document: result.structuredContent as Record<string, unknown>,
        texts,
      };
    },
    async close() {
      toServer.end();
      return await ended;
    },
  };
}
