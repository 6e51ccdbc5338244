import { secret } from '../../../libs/contracts/src/index.js';
export const a = secret;
