/** The schema of the account and region that a stage is deployed to. */
import { REGIONS } from '../naming/regions.ts';
import type { Schema } from './schema-node.ts';

/** Editors offer the known regions. `check-region.ts` decides about other names. */
export const regionSchema: Schema = {
  type: 'string',
  examples: REGIONS,
  description: 'AWS region, e.g. eu-west-1. Default: --region or AWS_REGION.',
};

export const accountSchema: Schema = {
  type: 'string',
  pattern: '^[0-9]{12}$',
  description: 'Twelve-digit ID of the only account that apikit may deploy to. In quotes, because it may begin with 0.',
};

export const profileSchema: Schema = {
  type: 'string',
  minLength: 1,
  description: 'Profile of the AWS configuration files to use. Default: --profile or AWS_PROFILE.',
};
