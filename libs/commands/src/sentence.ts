import { actionNamed } from './actions.js';
import type { AuditEntryView } from './list-audit-entries.js';

/** Chinese and English of the roles, as a person would say them. */
const ROLES: Record<string, [zh: string, en: string]> = {
  'school-admissions': ['学校招生人员', 'School admissions officer'],
  'school-registrar': ['学校学籍管理员', 'School registrar'],
  'school-employment-officer': ['学校就业专员', 'School employment officer'],
  'school-principal': ['学校负责人', 'School principal'],
  'district-officer': ['区县人社局人员', 'District officer'],
  'city-officer': ['市人社局人员', 'City officer'],
  inspector: ['督导员', 'Inspector'],
  operator: ['系统运维人员', 'Operator'],
  'unified-platform': ['统一招生平台', 'Unified platform'],
  'police-exchange': ['公安比对交换平台', 'Police data exchange'],
  'lookup-client': ['查询系统', 'Lookup system'],
};

const IN_CHINA = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** An entry as a registrar reads it, in China's time: 2026-11-24 19:33:56，市人社局人员 li 批准了毕业批次（版本 2 → 3）。 */
export function sentenceOf(entry: Omit<AuditEntryView, 'sentence'>): AuditEntryView['sentence'] {
  const { actor, role, action: name, outcome } = entry;
  const [roleZh, roleEn] = ROLES[role] ?? [role, role];
  const at = IN_CHINA.format(new Date(entry.at));
  const action = actionNamed(name);
  const [zh, en] =
    action && outcome === 'done'
      ? [
          action.zh + versions(entry, '（版本 ', ' → ', '）'),
          action.en + versions(entry, ' (version ', ' → ', ')'),
        ]
      : [`请求“${action?.zh ?? name}”被拒绝：${outcome}`, `was refused “${action?.en ?? name}”: ${outcome}`];
  return { zh: `${at}，${roleZh} ${actor} ${zh}。`, en: `${at}: ${roleEn} ${actor} ${en}.` };
}

function versions(
  { from, to }: Pick<AuditEntryView, 'from' | 'to'>,
  begin: string,
  arrow: string,
  end: string,
): string {
  const known = [from, to].filter((version) => version !== undefined);
  return known.length > 0 ? `${begin}${known.join(arrow)}${end}` : '';
}
