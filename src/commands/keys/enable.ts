/** `apikit keys enable`: enables keys. */
import { setEnabledCommand } from '../parts/keys/set-enabled.ts';

export const keysEnable = setEnabledCommand(true);
