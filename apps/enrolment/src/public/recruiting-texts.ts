import type { PageLanguage } from '#runtime';

const zh = {
  title: '招生资质公示',
  brand: '技工院校',
  otherLanguage: 'English',
  intro: (day: string) => `下列技工院校于 ${day} 具有招生资质，可按所列培养层次和学习形式招生。`,
  none: '没有符合条件的院校。',
  school: '院校名称（可填曾用名）',
  schoolCode: '院校代码',
  region: '所在区县',
  level: '培养层次',
  mode: '学习形式',
  any: '全部',
  search: '查询',
  next: '下一页',
  columns: ['院校', '院校类型', '所在区县', '培养层次', '学习形式', '有效期', '公布文号'],
  outOfCity: '可面向市外招生',
  period: (from: string, to: string) => `${from} 至 ${to}`,
  types: {
    TECHNICIAN_COLLEGE: '技师学院',
    SENIOR_TECHNICAL_SCHOOL: '高级技工学校',
    TECHNICAL_SCHOOL: '技工学校',
  },
  levels: { INTERMEDIATE: '中级工', SENIOR: '高级工', PREP_TECHNICIAN: '预备技师', TECHNICIAN: '技师' },
  modes: { FULL_TIME: '全日制', PART_TIME: '非全日制' },
};
export type Texts = typeof zh;

const en: Texts = {
  title: 'Schools that may recruit',
  brand: 'Technician schools',
  otherLanguage: '中文',
  intro: (day) => `On ${day} these schools may recruit, for the levels and study modes that are named.`,
  none: 'No school is found.',
  school: 'Name of the school, also a former one',
  schoolCode: 'Code of the school',
  region: 'District',
  level: 'Level',
  mode: 'Study mode',
  any: 'All',
  search: 'Search',
  next: 'Next page',
  columns: ['School', 'Type', 'District', 'Levels', 'Study modes', 'Valid', 'Published as'],
  outOfCity: 'also from outside the city',
  period: (from, to) => `${from} to ${to}`,
  types: {
    TECHNICIAN_COLLEGE: 'Technician college',
    SENIOR_TECHNICAL_SCHOOL: 'Senior technical school',
    TECHNICAL_SCHOOL: 'Technical school',
  },
  levels: {
    INTERMEDIATE: 'Intermediate',
    SENIOR: 'Senior',
    PREP_TECHNICIAN: 'Preparatory technician',
    TECHNICIAN: 'Technician',
  },
  modes: { FULL_TIME: 'Full-time', PART_TIME: 'Part-time' },
};

export const textsOf = (language: PageLanguage): Texts => ({ zh, en })[language];
