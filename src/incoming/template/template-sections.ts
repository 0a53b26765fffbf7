/** The tables, queues and topics of a template as sections of apikit.yaml. Pure. */
import { own } from '../../contract/model/json.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import type { Finding } from '../finding.ts';
import { queueWord, tableWord, topicWord } from './intrinsics.ts';
import type { TemplateResource } from './template.ts';
import { queuesOf, topicsOf } from './template-queues.ts';
import { tablesOf } from './template-tables.ts';

/** The parts of a template that have names in apikit.yaml, without their consumers. */
export interface Sections {
  readonly tables: Readonly<Record<string, object>>;
  readonly queues: Readonly<Record<string, object>>;
  readonly topics: Readonly<Record<string, object>>;
  readonly findings: readonly Finding[];
}

/** Throws `BadTemplate`. */
export function sectionsOf(resources: readonly TemplateResource[]): Sections {
  refuseSameNames(resources);
  const { tables, findings } = tablesOf(resources);
  const { queues, findings: ofQueues } = queuesOf(resources);
  const { topics, findings: ofTopics } = topicsOf(resources, Object.keys(queues));
  return { tables, queues, topics, findings: [...findings, ...ofQueues, ...ofTopics] };
}

const WORDS: Readonly<Record<string, (id: string) => string>> = {
  'AWS::Serverless::SimpleTable': (id) => `tables.${tableWord(id)}`,
  'AWS::DynamoDB::Table': (id) => `tables.${tableWord(id)}`,
  'AWS::SQS::Queue': (id) => `queues.${queueWord(id)}`,
  'AWS::SNS::Topic': (id) => `topics.${topicWord(id)}`,
};

/** Two resources with one name in apikit.yaml would be one: the code would mix their contents. */
function refuseSameNames(resources: readonly TemplateResource[]): void {
  const seen = new Map<string, string>();
  for (const { id, type, place } of resources) {
    const word = own(WORDS, type)?.(id);
    const other = word === undefined ? undefined : seen.get(word);
    if (other !== undefined && other !== id)
      throw new ApikitError(
        'BadTemplate',
        `${place()}: ${id} and ${other} would both be ${word} in apikit.yaml. Nothing was written.`,
        { exitCode: EXIT.usage, hint: 'Give one of them another logical ID in a copy of the file, and import that.' },
      );
    if (word !== undefined) seen.set(word, id);
  }
}
