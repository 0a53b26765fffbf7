/** `apikit keys enable`: keys let their callers in. */
import { setEnabledCommand } from '../parts/keys/set-enabled.ts';

export const keysEnable = setEnabledCommand(true);
