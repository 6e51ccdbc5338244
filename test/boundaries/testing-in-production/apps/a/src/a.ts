import { probe } from '../../../libs/testing/src/index.js';
export const a = probe;
