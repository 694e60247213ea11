/** The commonest short words of languages that pages here are written in, by primary language subtag. */
export const commonWords: { readonly [language: string]: string } = {
  en: 'the and of to a in is that it for was on are with as at be this have from or by not but what all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more her like him see could no make than been its now my made after also did down only way find use may long little very just where most know get through back much before good any same right think because off well such here why help back went means literally phrase',
  fr: 'le la les de des du un une et à est en que qui dans pour pas sur ce il elle je vous nous ne se au aux par avec plus son sa ses mais ou où comme tout été sont cette fait être leur même avoir après aussi bien très votre notre chez entre sans sous',
  de: 'der die das und ist nicht ein eine einen einem einer zu den dem des mit auf für von im sich auch es an werden aus er hat dass sie nach wird bei noch wie über so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ich wir ihr uns können',
  nl: 'de het een en van ik te dat die in is op zijn voor met niet aan er om ook als dan maar bij nog uit naar door wel kan hij was worden deze wordt heeft hebben meer geen over ze zij we wij onze hun ging deze dit werd',
  da: 'og det at en er til på af for de den i ikke der med har som et han var jeg om vi kan men sig fra så skal blev eller efter være også denne hvor',
  sv: 'och det att en är till på av för de den i inte som med har ett han var jag om vi kan men sig från så ska blev eller efter vara också detta hur',
  es: 'el la los las de que y en un una es por con no para se su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante',
  it: 'il lo la i gli le di che e è un una in per non con del della si da come più ma sono anche nel alla questo ha ai dei delle al suo dal essere ho io se o tutto molto',
  pt: 'o a os as de que e do da em um uma para com não por mais dos das como mas foi ao ele se na no sua ou ser quando muito há nos já está eu também só pelo pela até isso',
  pl: 'i w nie na z się do to że jest o jak po co ale od za przez dla czy są tak być był już lub może ich tego jego przy także oraz tylko',
  cy: "y yr a yn i o ar am mae ei eich bod oedd gan wedi fel hyn neu os sydd nid at ac chi ni'n gyda cael gwybodaeth hwn hon cyn rhag dros dan",
}
