/** `--app`, for commands that an operator runs without the project's sources. */
import type { Option } from './command.ts';

export const APP_OPTION: Option = {
  flags: '--app <name>',
  description: 'name of the app, if its apikit.yaml is not at hand; needs --stage and a region',
};
