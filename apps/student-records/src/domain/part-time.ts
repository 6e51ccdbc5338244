import type { Submitted } from './registration-states.js';

/** 企业职工, by primary group or by tag; who studies as a new apprentice is one always. [D] */
export const isEnterpriseEmployee = ({
  programmeType,
  sourceType,
  tags,
}: Pick<Submitted, 'programmeType' | 'sourceType' | 'tags'>): boolean =>
  programmeType === 'NEW_APPRENTICESHIP' || [sourceType, ...tags].includes('ENTERPRISE_EMPLOYEE');
