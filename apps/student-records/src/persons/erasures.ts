import { z } from 'zod';
import { aggregate, fact } from '#aggregates';
import { ErasureExtent, ErasureState, id, moment } from '#contracts';

/** What of a person was erased last; the version counts the erasures. */
const Erased = z.object({
  personId: id,
  extent: ErasureExtent,
  applicationIds: z.array(id),
  registrationIds: z.array(id).optional(),
  erasedAt: moment,
  version: z.int(),
});

/** 个人信息删除, as other services follow it. */
export const erasures = aggregate({
  name: 'person',
  table: 'erasures',
  id: 'personId',
  school: null,
  states: Erased,
  snapshot: fact(ErasureState),
});
