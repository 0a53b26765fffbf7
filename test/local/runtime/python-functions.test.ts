import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LambdaCloud, startLambdaCloud } from '../lambda/lambda-cloud.ts';
import { makeZip } from '../lambda/zip.ts';

let cloud: LambdaCloud;
beforeAll(async () => {
  cloud = await startLambdaCloud();
});
afterAll(() => cloud.close());

const python = (source: string) => ({
  Runtime: 'python3.13' as const,
  Handler: 'app.handler',
  Code: { ZipFile: makeZip({ 'app.py': source }) },
});

describe('a Python function', () => {
  it('responds, prints and logs as on AWS', async () => {
    const source = `
import logging
logging.getLogger().setLevel("INFO")
def handler(event, context):
    print("got", event["name"])
    logging.info("by %s", context.function_name)
    return {"hi": event["name"], "left": context.get_remaining_time_in_millis() > 0}
`;
    await cloud.create('py', '', python(source));
    const answer = await cloud.invoke('py', { name: 'Ann' });
    expect(answer.payload).toEqual({ hi: 'Ann', left: true });
    expect(answer.log).toMatch(/\ngot Ann\n\[INFO\]\t\S+Z\t\S{36}\tby py\nEND /);
    expect((await cloud.invoke('py', { name: 'Bob' })).payload).toEqual({ hi: 'Bob', left: true });
  });

  it('reports an exception with the lines of the handler only', async () => {
    await cloud.create('py-raises', '', python('def handler(event, context):\n    raise ValueError("no")\n'));
    const { payload, error, log } = await cloud.invoke('py-raises');
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'ValueError', errorMessage: 'no' });
    expect((payload as { stackTrace: string[] }).stackTrace).toHaveLength(1);
    expect(log).toContain('[ERROR] ValueError: no\nTraceback (most recent call last):\n');
  });

  it('has the standard streams of Python: bytes, settings and attributes, each write in the log of its call', async () => {
    const source = `
import io, sys
def handler(event, context):
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    sys.stdout.buffer.write("b\u00fctes\\n".encode())
    print("text", file=sys.stderr)
    print("half", end="")
    print(" line")
    own = io.TextIOWrapper(sys.stderr.buffer, encoding="utf-8", write_through=True)
    own.write("wrapped\\n")
    own.detach()
    stream = sys.stdout
    return [stream.closed, stream.mode, stream.name, stream.newlines, stream.readable(), stream.writable(),
            stream.seekable(), stream.line_buffering, stream.encoding, stream.isatty(), stream.fileno()]
`;
    await cloud.create('py-streams', '', python(source));
    const { payload, log } = await cloud.invoke('py-streams');
    expect(payload).toEqual([false, 'w', '<stdout>', null, false, true, false, true, 'utf-8', false, 1]);
    for (const line of ['b\u00fctes', 'text', 'half line', 'wrapped']) expect(log.split('\n')).toContain(line);
  });

  it('names a missing module', async () => {
    await cloud.create('py-missing', '', python('import nowhere\n'));
    expect((await cloud.invoke('py-missing')).payload).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Unable to import module 'app': No module named 'nowhere'",
    });
  });
});
