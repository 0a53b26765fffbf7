/** One request with its whole chain, in the order in which it happened, and its replay. */
import { useMemo, useState } from 'preact/hooks';
import type { AwsCall, Content, FunctionCall, RequestChain } from '../../../logs/request-chain.ts';
import type { ShownRequest } from '../../shown-request.ts';
import { type ApiError, send } from '../api.ts';
import { Badge, toneOfStatus } from '../parts/badge.tsx';
import { Button, SureButton } from '../parts/button.tsx';
import { asApiError, DocumentView, Failure, useDocument } from '../parts/document.tsx';
import { Facts } from '../parts/facts.tsx';
import { clockTime, counted, indented, milliseconds, visible } from '../parts/texts.ts';

export function RequestDetails({ id }: { id: string }) {
  const loaded = useDocument<ShownRequest>(`/api/requests/${encodeURIComponent(id)}`);
  return (
    <>
      <p>
        <a href="#/requests">All requests</a>
      </p>
      <DocumentView title="Request" loaded={loaded} controls={<Replay id={id} request={loaded.value} />}>
        {(request) => <Chain request={request} />}
      </DocumentView>
    </>
  );
}

/** Such requests change nothing. */
const SAFE = /^(?:GET|HEAD|OPTIONS)$/i;

function Replay({ id, request }: { id: string; request: ShownRequest | undefined }) {
  const [state, setState] = useState<{
    running?: true;
    done?: { status: number; id: string | null };
    error?: ApiError;
  }>({});
  const replay = () => {
    setState({ running: true });
    send<{ status: number; id: string | null }>(`/api/requests/${encodeURIComponent(id)}/replay`).then(
      (done) => setState({ done }),
      (error: unknown) => setState({ error: asApiError(error) }),
    );
  };
  return (
    <>
      {request && SAFE.test(request.method) ? (
        <Button onPress={replay} off={state.running}>
          Replay
        </Button>
      ) : (
        <SureButton
          name="Replay"
          consequence={request ? repeated(request) : ''}
          onPress={replay}
          off={state.running || request === undefined}
        />
      )}
      <span role="status">
        {state.done && (
          <>
            Answered with {state.done.status}.{' '}
            {state.done.id !== null && <a href={`#/requests/${encodeURIComponent(state.done.id)}`}>Show it</a>}
          </>
        )}
      </span>
      {state.error && <Failure error={state.error} />}
    </>
  );
}

function repeated({ method, path, aws }: ShownRequest): string {
  const calls = [...new Set(aws.map(({ service, operation }) => `${service} ${operation}`))];
  const again = calls.length === 0 ? '' : `, with its calls of ${calls.join(', ')}`;
  return visible(`This sends ${method} ${path} once more${again}.`);
}

function Chain({ request }: { request: ShownRequest }) {
  const { sent, functions, aws, answer, lines } = request;
  const steps = [
    ...functions.map((call) => ({ after: call.after, call })),
    ...aws.map((awsCall) => ({ after: awsCall.after, awsCall })),
  ].sort((one, other) => one.after - other.after);
  return (
    <>
      <p class="headline">
        <Badge tone={toneOfStatus(request.status)} text={String(request.status)} />{' '}
        <code>{`${visible(request.method)} ${visible(request.path)}`}</code>
      </p>
      {request.error !== null && (
        <p class="failure">
          {visible(request.error)}
          {request.detail !== null && ` (${visible(request.detail)})`}
        </p>
      )}
      <Facts
        of={[
          ['Time', clockTime(request.time)],
          ['Latency', milliseconds(request.latency)],
          ['AWS calls', String(aws.length)],
          ['Request ID', <code key="id">{visible(request.id)}</code>],
        ]}
      />
      <ol class="chain">
        <li>
          <Step title="The client sends" open={false}>
            <HeaderList headers={sent.headers} />
            <Body title="Body" content={sent.body} />
          </Step>
        </li>
        {steps.map((step, index) => (
          <li key={index}>
            {'call' in step ? (
              <FunctionStep call={step.call} lines={lines.filter(({ call }) => call === step.call.requestId)} />
            ) : (
              <AwsStep call={step.awsCall} />
            )}
          </li>
        ))}
        {request.unrecorded > 0 && (
          <li>
            <p class="quiet">{counted(request.unrecorded, 'more call')} without a record.</p>
          </li>
        )}
        <li>
          <Step title={`The client gets ${answer.status}`} open>
            <HeaderList headers={answer.headers} />
            <Body title="Body" content={answer.body} />
          </Step>
        </li>
      </ol>
    </>
  );
}

function FunctionStep({ call, lines }: { call: FunctionCall; lines: ShownRequest['lines'] }) {
  const what = call.role === 'authorizer' ? 'Authorizer' : 'Function';
  const outcome = call.answer === undefined ? 'refused' : call.failed ? 'failed' : 'answered';
  return (
    <Step
      title={`${what} ${visible(call.functionName)}`}
      badge={<Badge tone={outcome === 'answered' ? 'good' : 'bad'} text={outcome} />}
      note={milliseconds(call.ms)}
      open={call.failed === true}
    >
      <Body title="Event" content={call.event} />
      {lines.length > 0 && (
        <>
          <h2>{counted(lines.length, 'log line')}</h2>
          <pre>
            {visible(lines.map(({ time, message }) => `${clockTime(time)}  ${message.replace(/\n$/, '')}`).join('\n'))}
          </pre>
        </>
      )}
      {call.answer && <Body title="Answer" content={call.answer} />}
    </Step>
  );
}

const AwsStep = ({ call }: { call: AwsCall }) => (
  <Step
    title={`${visible(call.service)} ${visible(call.operation)}`}
    badge={
      call.status === undefined ? (
        <Badge tone="bad" text="no response" />
      ) : (
        <Badge tone={toneOfStatus(call.status)} text={String(call.status)} />
      )
    }
    note={milliseconds(call.ms)}
    open={(call.status ?? 500) >= 400}
  >
    <Body title="Input" content={call.input} />
    {call.output && <Body title="Output" content={call.output} />}
  </Step>
);

interface StepProps {
  readonly title: string;
  readonly badge?: preact.ComponentChildren;
  readonly note?: string;
  readonly open: boolean;
  readonly children: preact.ComponentChildren;
}

const Step = ({ title, badge, note, open, children }: StepProps) => (
  <details open={open}>
    <summary>
      <span class="step">{title}</span> {badge} <span class="quiet">{note}</span>
    </summary>
    <div class="inside">{children}</div>
  </details>
);

const HeaderList = ({ headers }: { headers: RequestChain['sent']['headers'] }) => (
  <Facts of={headers.map(([name, value]) => [visible(name), <code key="value">{visible(value)}</code>])} />
);

function Body({ title, content: { text, cutFrom } }: { title: string; content: Content }) {
  const shown = useMemo(() => visible(indented(text)), [text]);
  if (text === '') return <p class="quiet">{cutFrom === undefined ? `${title}: empty` : `${title}: not recorded`}</p>;
  return (
    <>
      <h2>{title}</h2>
      {cutFrom !== undefined && <p class="quiet">The beginning of {cutFrom} bytes.</p>}
      <pre>{shown}</pre>
    </>
  );
}
