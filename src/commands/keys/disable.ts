/** `apikit keys disable`: keys let nobody in any more. */
import { setEnabledCommand } from '../parts/keys/set-enabled.ts';

export const keysDisable = setEnabledCommand(false);
