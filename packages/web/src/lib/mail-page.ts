/** Where simulated mails are read; undefined where they are really sent. Only a laptop sets it. */
export const mailPage = (): string | undefined => process.env.MAIL_PAGE_URL || undefined;
