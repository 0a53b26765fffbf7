/** The requests of the embedded cloud, as they happen. */
import { useState } from 'preact/hooks';
import { RequestDetails } from './request-details.tsx';
import { RequestList } from './request-list.tsx';
import type { ViewProps } from './view.ts';

export function Requests({ rest }: ViewProps) {
  const [words, setWords] = useState('');
  if (rest !== '') return <RequestDetails key={rest} id={rest} />;
  return <RequestList words={words} setWords={setWords} />;
}
