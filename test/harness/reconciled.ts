import { eventually } from '#testing';
import type { Api } from '../../deploy/local/cohort/api.ts';
import { reconcile, reconciliationInWords } from '../../deploy/local/reconciliation.ts';

/** Waits until the reconciliation finds no discrepancy. */
export const untilReconciled = (api: Api): Promise<void> =>
  eventually('a reconciliation without discrepancies', async () => {
    const found = await reconcile(api, { graceSeconds: 0 });
    if (!found.caughtUp) throw new Error(reconciliationInWords(found));
  });
