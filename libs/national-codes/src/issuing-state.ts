import { accept, refuse, type Parsed } from './parsed.js';
import { trimmed } from './spreadsheet-damage.js';

/**
 * Two letters and three of each country or territory (ISO 3166-1, GB/T 2659.1). Residents of Hong Kong, Macao and Taiwan
 * come with permits, and not with a passport.
 */
const STATES =
  'ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL ' +
  'BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD ' +
  'CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA ' +
  'DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF ' +
  'GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HMHMD HNHND HRHRV HTHTI HUHUN IDIDN ' +
  'IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK ' +
  'KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF ' +
  'MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER ' +
  'NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI ' +
  'PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK ' +
  'SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM ' +
  'TNTUN TOTON TRTUR TTTTO TVTUV TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF ' +
  'WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE';

/** What passports carry beside (ICAO 9303, part 3, section 5): kinds of British nationals, organisations, stateless persons. */
const OF_PASSPORTS = 'EUE GBD GBN GBO GBP GBS RKS UNA UNK UNO XOM XPO XXA XXB XXC XXX';

let byName: ReadonlyMap<string, string> | undefined;

/** Names are put in order only when the first state is read: most processes never read one. */
function codesByName(): ReadonlyMap<string, string> {
  const nameOf = new Intl.DisplayNames('zh-Hans', { type: 'region' });
  byName ??= new Map([
    ...STATES.split(' ').flatMap((pair) => {
      const [two, three] = [pair.slice(0, 2), pair.slice(2)];
      return [two, three, nameOf.of(two)!].map((name) => [name, three] as const);
    }),
    ...OF_PASSPORTS.split(' ').map((code) => [code, code] as const),
    // Germany's passports have the letter alone.
    ['D', 'DEU'],
  ]);
  return byName;
}

/**
 * Reads 签发国家/地区 of a passport as its three letters, its two, or its usual name in Chinese; the value is the three.
 * Refusals: missing, unknown-state.
 */
export function parseIssuingState(text: string): Parsed<string> {
  const written = trimmed(text);
  if (written === '') return refuse('missing', '请填写签发国家/地区');
  const code = codesByName().get(/^[a-z]+$/i.test(written) ? written.toUpperCase() : written);
  return code
    ? accept(code)
    : refuse('unknown-state', '签发国家/地区应为护照上的三位字母代码或国家名称，如 KOR 或 韩国');
}
