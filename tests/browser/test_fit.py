"""Which parks fit, on a phone: by keyboard, without a sideways scroll, from the answer to its evidence."""

from __future__ import annotations

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.page import MapPage

QUESTION = "/fit?industry=ind-ic&industry_must=1&industry_weight=3&area=500&area_weight=2&station=10&station_weight=2"


def test_a_row_opens_by_keyboard_and_every_part_is_large_enough_to_touch(phone: MapPage) -> None:
    driver = phone.driver
    driver.get(phone.root + QUESTION)
    assert driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    row = driver.find_element(By.CSS_SELECTOR, "#fp-oriental-chip-port > summary")
    assert not driver.find_element(By.CSS_SELECTOR, "#fp-oriental-chip-port .fit-why").is_displayed()
    row.send_keys(Keys.ENTER)
    why = driver.find_element(By.CSS_SELECTOR, "#fp-oriental-chip-port .fit-why")
    assert why.is_displayed()
    assert "五份文件之外" in why.text
    small = driver.execute_script(
        "return [...document.querySelectorAll('.fit-file, .fit-change, .fit-form select, .fit-rows summary')]"
        ".filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 43.5).length"
    )
    assert small == 0
    driver.find_element(By.CSS_SELECTOR, ".fit-form input[name='area']").send_keys(Keys.ENTER)
    assert "area=500" in driver.current_url
    assert "area_weight=2" in driver.current_url
