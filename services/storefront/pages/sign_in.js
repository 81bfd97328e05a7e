// Signs users of a Cognito user pool in by password. The token stays in the page's memory: a reload
// asks for the password again, and no script finds it in a store of the browser.
import { config } from './config.js';

const TARGET = 'AWSCognitoIdentityProviderService.InitiateAuth';

export async function signIn(user, password) {
  const { signIn: address, clientId } = await config();
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': TARGET },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: user, PASSWORD: password },
    }),
  });
  const found = await answer.json();
  if (!answer.ok) {
    throw new Error(found.message || 'Sign-in failed.');
  }
  if (!found.AuthenticationResult) {
    throw new Error(`This page cannot answer ${found.ChallengeName}: use another front end.`);
  }
  return found.AuthenticationResult.AccessToken;
}
