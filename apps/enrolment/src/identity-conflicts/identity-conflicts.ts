import { aggregate, aggregateList, transition } from '#aggregates';
import { id } from '#contracts';
import { accountableReason } from '#security';
import { z } from 'zod';
import { applications } from '../applications/applications.js';
import { cancelApplications } from '../applications/close-applications.js';
import { cancel } from '../domain/application-moves.js';
import {
  CONFLICT_KINDS,
  IdentityConflict,
  reopen,
  RESOLUTIONS,
  resolutionRefusals,
  resolve,
} from '../domain/identity-conflict.js';
import { wrongState } from '../domain/refusals.js';

/** 身份冲突 in its table, which the city alone reads. Whoever locks takes the conflict first, then its applications. */
export const identityConflicts = aggregate({
  name: 'identity-conflict',
  table: 'identity_conflicts',
  id: 'conflictId',
  school: null,
  states: IdentityConflict,
});

export const conflictList = aggregateList(identityConflicts, {
  component: 'IdentityConflict',
  filters: { kind: ['kind', z.enum(CONFLICT_KINDS).describe('一人两证, 一证两名')] },
});

const officer = { roles: ['city-officer'] } as const;
const reason = accountableReason.meta({ example: '经核对证件原件' });

export const resolveConflict = transition(identityConflicts, {
  ...officer,
  name: 'resolve-identity-conflict',
  path: ':conflictId/resolve',
  sentence: { zh: '核实了身份冲突', en: 'resolved the conflict of identities' },
  input: {
    resolution: z.enum(RESOLUTIONS).describe('不是同一人; 是同一人，取消有误的报名; 录入有误，由学校更正'),
    wrongId: id.optional().describe('Application that is wrong; of DIFFERENT_PERSONS there is none'),
    reason,
  },
  refuses: resolutionRefusals,
  context: async (tx, conflicts) => {
    const both = conflicts.flatMap(({ firstId, secondId }) => [firstId, secondId]);
    const known = new Map(
      (await applications.lock(tx, both.toSorted())).map((each) => [each.applicationId, each]),
    );
    const nobody = { subject: '', at: '', today: '' };
    return {
      canCancel: (applicationId: string) => {
        const application = known.get(applicationId);
        return application !== undefined && cancel(application, nobody).ok;
      },
    };
  },
  decide: (each, input, context) => resolve(each, input, context),
  saved: async (tx, [resolved], { transitions, actor, inputOf }) => {
    if (resolved?.state !== 'SAME_PERSON') return;
    const states = await applications.lock(tx, [resolved.wrongId]);
    const applicationIds = [resolved.wrongId];
    await transitions.take(
      tx,
      cancelApplications,
      states,
      { applicationIds, ...inputOf(resolved) },
      { actor },
    );
  },
});

export const reopenConflict = transition(identityConflicts, {
  ...officer,
  name: 'reopen-identity-conflict',
  path: ':conflictId/reopen',
  sentence: { zh: '重新核实身份冲突', en: 'opened the conflict of identities again' },
  input: { reason },
  refuses: wrongState,
  decide: (each) => reopen(each),
});
