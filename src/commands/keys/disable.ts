/** `apikit keys disable`: disables keys. */
import { setEnabledCommand } from '../parts/keys/set-enabled.ts';

export const keysDisable = setEnabledCommand(false);
