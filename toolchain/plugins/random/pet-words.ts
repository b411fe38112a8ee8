/** Words in front of the adjective, for names of three words and more. */
export const ADVERBS: readonly string[] = `
  ably boldly bravely briefly brightly calmly carefully clearly closely constantly
  deeply directly duly eagerly early easily evenly fairly firmly fondly freely freshly
  fully gently gladly greatly happily highly honestly humbly jointly justly keenly
  kindly largely lightly likely loudly mainly mildly mostly neatly newly nicely openly
  partly plainly politely promptly properly quickly quietly rapidly rarely readily
  really recently rightly safely sharply shortly simply slowly smoothly softly
  steadily strongly surely swiftly truly usefully vastly warmly wholly widely
  willingly wisely
`
  .trim()
  .split(/\s+/);

/** The word in front of the animal. */
export const ADJECTIVES: readonly string[] = `
  able agile alert ample apt artful bold brave brief bright brisk calm capable careful
  central certain clean clear clever cool cosmic crisp curious daring deep eager early
  easy elegant equal exact fair famous fast fine firm fit fleet fluent fond frank free
  fresh full gentle glad golden good grand great handy happy hardy honest humble ideal
  intense joint just keen kind known large lasting learning legible level light lively
  loved loyal lucky mature merry mild mint modern modest native neat new nice noble
  normal open optimal patient pleasant poetic polite prime proper proud pure quick
  quiet rapid rare ready real regular relaxed right robust round safe sharp shining
  simple sincere skilled smart smooth social solid sound special stable steady still
  strong sunny super sure sweet swift tender tidy tough true trusty unique upright
  useful valid vast verified vital warm welcome whole wise worthy
`
  .trim()
  .split(/\s+/);

/** The last word. */
export const ANIMALS: readonly string[] = `
  aardvark albacore alpaca ant antelope badger bat bear beaver bee beetle bison boar
  buffalo bunny camel caribou cat cheetah chicken chipmunk clam cobra cod colt condor
  cougar cow coyote crab crane cricket crow deer dingo doe dog dolphin donkey dove
  dragonfly duck eagle eel egret elephant elk emu falcon fawn feline ferret finch
  firefly fish foal fox frog gazelle gecko gelding gibbon giraffe gnat goat goldfish
  goose gorilla grouse guppy hamster hare hawk hedgehog heron herring hippo honeybee
  horse hound husky ibex iguana impala jackal jaguar jay kangaroo kitten kiwi koala
  ladybug lamb lark lemur leopard lion lizard llama lobster lynx macaw mackerel magpie
  mallard marlin marmot marten martin mink minnow mole monitor moose moth mouse mule
  narwhal newt ocelot octopus osprey ostrich otter owl ox oyster panda panther parrot
  peacock pelican penguin perch pheasant pigeon pony poodle prawn puffin pug puma
  quail rabbit raccoon ram raptor raven redfish robin rooster salmon sawfish seagull
  seal shad shark sheep shrimp shrew skink skunk skylark snail snipe sparrow spider
  sponge squid squirrel stag starfish starling stingray stork sturgeon sunbird swallow
  swan swift tahr tapir teal termite terrier tiger toad toucan trout tuna turkey
  turtle viper vole wahoo wallaby walrus weasel whale whippet wolf wombat woodcock
  wren yak zebra
`
  .trim()
  .split(/\s+/);
