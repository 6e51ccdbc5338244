import type { Cluster } from '../cluster.ts';
import type { Work } from '../examiner/examiner.ts';
import type { ExaminerPod } from '../examiner-pod.ts';

/** What a scenario is played with. */
export interface Trial {
  cluster: Cluster;
  examiner: ExaminerPod;
  work: Work;
  /** the node that can be taken away */
  leaves: string;
  loseNode?: string;
  returnNode?: string;
}

/** What happens to a release under load. */
export interface Scenario {
  name: string;
  title: string;
  /** the version that is to be installed when it begins */
  from?: string;
  /** the failures of requests (`place status code`) that are right meanwhile; others are found */
  mayFail?: RegExp;
  /** whether each service is to have a pod on the node that can be taken away */
  onBothNodes?: boolean;
  /** the option without which it cannot be played */
  needs?: string;
  /** @returns sentences for the result */
  run: (trial: Trial) => Promise<string[] | void>;
}
