import { mixesScripts } from './scripts.js';

describe('A name', () => {
  it.each(['王小明', '王𬎆', '阿依·买买提', 'José García', 'Анна', '김민준', 'བཀྲ་ཤིས', '〇'])(
    'such as %s is of one script',
    (name) => expect(mixesScripts(name)).toBe(false),
  );

  it.each(['王小Ming', 'Mаria', 'Α王', '山田はな', '王ก'])('such as %s is of several scripts', (name) =>
    expect(mixesScripts(name)).toBe(true),
  );
});
