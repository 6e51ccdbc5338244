import { inner } from '../../../libs/b/src/inner.js';
export const a = inner;
