/** The limits that the rules of student records compare with. Configuration, with these defaults. */
export interface RegistrationRules {
  /** 非全日制学籍注册 of an enterprise employee: 一年以上. [S] T10 */
  readonly partTimeMinimumMonths: number;
  /**
   * How many months a graduation may lie before the end of the agreed duration. [D] Entrants of September
   * graduate in June: two months and some days early, though they have completed their term.
   */
  readonly graduationLeadMonths: number;
  /** 休学: how long at a time, and how often. [D] */
  readonly leaveMonthsAtMost: number;
  readonly leavesAtMost: number;
  /** 证件照, in pixels: the two-inch portrait of certificates, and by which part its aspect may differ. [D] */
  readonly photo: { readonly width: number; readonly height: number; readonly aspectTolerance: number };
}

export const defaultRules: RegistrationRules = {
  partTimeMinimumMonths: 12,
  graduationLeadMonths: 3,
  leaveMonthsAtMost: 12,
  leavesAtMost: 2,
  photo: { width: 358, height: 441, aspectTolerance: 0.1 },
};
