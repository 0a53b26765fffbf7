/**
 * Decodes the log descriptor of a bootstrap: AWS's framing of `_LAMBDA_TELEMETRY_LOG_FD` (16 bytes: type, length,
 * microseconds), with one more type for plain output on stdout or stderr.
 */
const TEXT_FRAME = 0xa55a0000;

const HEADER = 16;

export interface FrameSink {
  /** Takes one whole log event. */
  event(message: string): void;
  /** Takes text without event boundaries; each line is an event. */
  text(content: string): void;
}

/** Takes chunks as they arrive. `received` counts bytes, so that a caller can wait for everything that was written. */
export function createFrameReader(sink: FrameSink): { push(chunk: Buffer): void; readonly received: number } {
  let pending: Buffer = Buffer.alloc(0);
  let received = 0;
  return {
    push(chunk) {
      received += chunk.length;
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      while (pending.length >= HEADER) {
        const end = HEADER + pending.readUInt32BE(4);
        if (pending.length < end) return;
        const content = pending.toString('utf8', HEADER, end);
        if (pending.readUInt32BE(0) === TEXT_FRAME) sink.text(content);
        else sink.event(content);
        pending = pending.subarray(end);
      }
    },
    get received() {
      return received;
    },
  };
}

/** Splits a stream of text into lines; `flush` returns a last line without a newline. */
export function createLineSplitter(onLine: (line: string) => void): { push(text: string): void; flush(): void } {
  let rest = '';
  return {
    push(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) onLine(`${line}\n`);
    },
    flush() {
      if (rest !== '') onLine(`${rest}\n`);
      rest = '';
    },
  };
}
