import chromiumPackage from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** The package's own arguments switch off what is tested here: the same-origin rule and separate processes. */
const launchArguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await chromiumPackage.executablePath(), args: launchArguments });
