/** The shape of a budget in AWS Budgets. Types only. */
import type { Notification } from '@aws-sdk/client-budgets';
import type { Tags } from '../../../naming/tags.ts';

/** It belongs to the account, and is called after stage and region. */
export type BudgetProperties = {
  /** USD */
  monthly: number;
  /** E-mail addresses and ARNs of topics. */
  notify: string[];
  /** Whether they are told of what is forecast, too. */
  forecast: boolean;
  tags: Tags;
};

/** A notification and who gets it. */
export interface Notified {
  readonly notification: Notification;
  /** In the order of the alphabet. */
  readonly subscribers: readonly string[];
}

export interface BudgetShape {
  kind: 'budget';
  properties: BudgetProperties;
  attributes: { arn: string; name: string };
  found: {
    monthly: number;
    /** `COST MONTHLY USD` */
    form: string;
    filter: unknown;
    metrics: readonly string[];
    notified: readonly Notified[];
    tags: Tags;
  };
}
