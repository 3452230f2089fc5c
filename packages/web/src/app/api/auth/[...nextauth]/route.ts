import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "../../../../lib/auth-options.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const options = await authOptions(request.headers);
  return NextAuth(request as never, context as never, options);
}

export { handle as GET, handle as POST };
