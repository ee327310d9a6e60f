// The token that the newsroom may want before it answers: asked for once, kept in this tab alone.

const KEY = "dateline-token";
const door = document.getElementById("door");
const field = document.getElementById("token");
const forget = document.getElementById("forget");

/** The token of this tab, or null. */
export function token() {
  return sessionStorage.getItem(KEY);
}

/** Ask the person for the token, saying why; true when one was given. */
export function wanted(reason) {
  document.getElementById("door-reason").textContent = reason;
  field.value = "";
  door.returnValue = "";
  door.showModal();
  return new Promise((resolve) => {
    door.addEventListener("close", () => resolve(door.returnValue === "given"), { once: true });
  });
}

/** Drop the token of this tab. */
export function dropped() {
  sessionStorage.removeItem(KEY);
  forget.hidden = true;
}

document.getElementById("door-form").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(KEY, field.value.trim());
  forget.hidden = false;
  door.close("given");
});
document.getElementById("turn-away").addEventListener("click", () => door.close());
forget.addEventListener("click", () => {
  dropped();
  document.getElementById("question").focus();
});
forget.hidden = token() === null;
