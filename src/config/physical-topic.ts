/** The names and ARNs of topics in AWS. Pure. */
import type { ArnScope } from '../naming/arn-scope.ts';
import { topicArn } from '../naming/arns.ts';
import { messageTopicName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';

type Topics = Pick<StageConfig, 'app' | 'stage' | 'topics'>;

/** `topic` is its name in apikit.yaml. */
export function physicalTopic(config: Topics, topic: string): string {
  return config.topics[topic]?.import?.split(':').at(-1) ?? messageTopicName(config, topic);
}

export function topicArnOf(config: Topics, topic: string, scope: ArnScope): string {
  return config.topics[topic]?.import ?? topicArn(scope, messageTopicName(config, topic));
}
