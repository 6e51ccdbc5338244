import { COUNTIES, COUNTIES_BEFORE_1997, ELSEWHERE, type InventId } from './codes.ts';

import type { Random } from './random.ts';

/** From the first to the last. */
export type Years = readonly [number, number];

const SURNAMES = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文');
const GIVEN = Array.from('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文斌辉玲梅雪晨浩宇轩梓涵欣怡佳琪思远子豪雨桐一诺俊熙可心嘉怡诗雅梦瑶睿泽泓江渝川岚晓春');

/** Names that every step must carry unchanged, or, where they differ, store in the second form. */
export const REMARKABLE = [
  { name: '阿依·买买提', ethnicity: '维吾尔族' },
  { name: '阿依•买买提', ethnicity: '维吾尔族' },
  { name: '古丽米热·艾合买提', ethnicity: '维吾尔族' },
  { name: '叶尔兰·哈布力', ethnicity: '哈萨克族' },
  { name: '吉克·阿木', ethnicity: '彝族' },
  { name: '扎西·次仁', ethnicity: '藏族' },
  { name: '王𬎆', ethnicity: '汉族' },
  { name: '李𬎆明', ethnicity: '汉族' },
  { name: '𠮷小川', ethnicity: '汉族' },
  { name: '陈𠮷', ethnicity: '土家族' },
  { name: '李〇一', ethnicity: '汉族' },
  { name: '欧阳𬎆𠮷', ethnicity: '苗族' },
];

/** Applicants' persons, invented one after the other. */
export function inventPeople(random: Random, inventId: InventId) {
  let count = 0;
  /** `birth` is a range of years; the region follows from it, or is elsewhere for people from other provinces. */
  return function person({ birth, elsewhere = false }: { birth: Years; elsewhere?: boolean }) {
    const sex = random.pick(['男', '女']);
    const birthDate = dayIn(random, birth);
    const idType = '居民身份证';
    const region = elsewhere ? random.pick(ELSEWHERE) : regionOf(random, birthDate);
    const named = count % 37 === 5 ? REMARKABLE[Math.floor(count / 37) % REMARKABLE.length]! : inventName(random);
    const idNumber = inventId(region, birthDate, sex);
    const phone = String(19_900_001_000 + count++);
    const hukouRegion = elsewhere ? region : random.pick(COUNTIES);
    return { ...named, idType, idNumber, sex, phone, hukouRegion, birthDate };
  };
}

const two = (number: number) => String(number).padStart(2, '0');

const dayIn = (random: Random, [from, to]: Years) => {
  return `${random.between(from, to)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
};

const regionOf = (random: Random, birthDate: string) => random.pick(birthDate < '1997-06-18' ? COUNTIES_BEFORE_1997 : COUNTIES);

function inventName(random: Random) {
  const name = random.pick(SURNAMES) + random.pick(GIVEN) + (random.below(4) > 0 ? random.pick(GIVEN) : '');
  return { name, ethnicity: random.below(9) === 0 ? random.pick(['土家族', '苗族', '回族']) : '汉族' };
}

/** Guardians are needed by those under 18 at entry. */
export function guardianOf(random: Random, { name, phone }: { name: string; phone: string }) {
  const relation = random.pick(['父亲', '母亲']);
  const surname = Array.from(name)[0] ?? '';
  return {
    guardianName: name.includes('·') || name.includes('•') ? name : surname + random.pick(GIVEN) + random.pick(GIVEN),
    guardianRelation: relation,
    guardianPhone: phone.replace('199', '198'),
  };
}
