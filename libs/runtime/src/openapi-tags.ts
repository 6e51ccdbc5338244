import { ApiTags } from '@nestjs/swagger';

const descriptions = new Map<string, string>();

/** The group of routes that a controller's belong to, as the API page and generated clients name it. */
export function Tag(name: string, description: string): ClassDecorator {
  descriptions.set(name, description);
  return ApiTags(name);
}

/** Of those that stand at an operation, in their order. */
export const tagsOf = (names: Iterable<string>): { name: string; description?: string }[] =>
  [...new Set(names)].map((name) => ({ name, description: descriptions.get(name) }));
