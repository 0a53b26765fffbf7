/** The recipients that `alarms.notify` may name. Pure. */

/** The SNS topic of the stage, which the user connects to Slack or Teams in the console (docs/alarms.md). */
export const CHAT = 'chat';

/** Whether a recipient is the ARN of an SNS topic that apikit does not create. */
export const isTopicArn = (notify: string): boolean => notify.startsWith('arn:');

/** Whether one of the recipients needs the stage's own topic. */
export const needsOwnTopic = (notify: readonly string[]): boolean => notify.some((each) => !isTopicArn(each));

export const emailsOf = (notify: readonly string[]): string[] =>
  notify.filter((each) => each !== CHAT && !isTopicArn(each));
