import { SetMetadata } from '@nestjs/common';

/** Metadata key of a route that needs no token. */
export const PUBLIC_ROUTE = 'jiangtu:public';

/**
 * The route answers without a token. It lives here, not in #security, because the health routes need it
 * and #security already imports #runtime.
 */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_ROUTE, true);
