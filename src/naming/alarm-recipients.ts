/** Whom `alarms.notify` may name. Pure. */

/** A topic of the stage that Slack or Teams is joined to, by hand, in the console (docs/alarms.md). */
export const CHAT = 'chat';

/** What an SNS topic that somebody else made is named by. */
export const isTopicArn = (notify: string): boolean => notify.startsWith('arn:');

/** What needs the stage's own topic. */
export const byOwnTopic = (notify: readonly string[]): boolean => notify.some((each) => !isTopicArn(each));

export const emailsOf = (notify: readonly string[]): string[] =>
  notify.filter((each) => each !== CHAT && !isTopicArn(each));
