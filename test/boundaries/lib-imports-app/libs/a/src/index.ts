import { b } from '../../../apps/b/src/b.js';
export const a = b;
